// Calls to the API, typed by its contract, and who is logged in.
import createClient from "openapi-fetch";
import type { components, paths } from "../api/schema";
import { speech } from "./language.svelte";
import { sendFile } from "./upload";

export type Schemas = components["schemas"];
export type Session = Schemas["Session"];

const client = createClient<paths>({ baseUrl: location.origin });

/** What an answer that is no answer becomes: a sentence for people and a code for us. */
export class Refusal extends Error {
  constructor(readonly code: string, detail: string) {
    super(detail);
  }
}

class Login {
  session = $state.raw<Session | null>(null);
  known = $state(false);

  may(what: Session["may"][number]) {
    return this.session?.may.includes(what) ?? false;
  }

  async find() {
    try {
      this.session = await answer(client.GET("/api/v1/session"));
    } catch (error) {
      this.session = null;
      if (error instanceof Refusal && error.code === "offline") throw error;
    } finally {
      this.known = true;
    }
  }

  async open(token: string) {
    this.session = await answer(client.POST("/api/v1/session", { body: { token } }));
  }

  async close() {
    await client.DELETE("/api/v1/session", { params: { header: csrf() } });
    this.session = null;
  }
}

export const login = new Login();

function csrf() {
  return { "X-CSRF-Token": login.session?.csrf ?? "" };
}

async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let outcome;
  try {
    outcome = await call;
  } catch {
    throw new Refusal("offline", speech.t.offline);
  }
  if (outcome.response.ok) return outcome.data as T;
  throw refusal(outcome.response.status, outcome.error);
}

function refusal(status: number, error: unknown) {
  const problem = error as Partial<Schemas["Problem"]> | undefined;
  if (status === 401) login.session = null;
  return new Refusal(problem?.code ?? "unknown", problem?.detail || problem?.title || speech.t.failedTitle);
}

const lang = () => speech.lang;

/** What the timeline is asked for; empty members ask nothing. */
export type TimelineAsked = { scope?: string; kind?: string; from?: string; to?: string; q?: string; cursor?: string; as_of?: string };

/** A tie as a form holds it: what was not typed is empty. */
export type TieTyped = Omit<Schemas["TieRequest"], "part"> & { part?: string };

/** Only the members that hold something. */
function filled<T extends object>(of: T): Partial<T> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value)) as Partial<T>;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Wait until work that was started has ended; nothing to wait for without any. tell hears of it meanwhile. */
export async function jobDone(id: string | null, tell?: (job: Schemas["Job"]) => void) {
  for (let wait = 200; id; wait = Math.min(wait * 1.5, 2000)) {
    const job = await api.job(id);
    if (job.state === "failed") throw new Error(job.error ?? speech.t.failedTitle);
    if (job.state === "done") return job;
    tell?.(job);
    await sleep(wait);
  }
}

export const api = {
  search: (asked: { q: string; kind?: string; trait?: string; part?: string }, signal: AbortSignal) =>
    answer(client.GET("/api/v1/parties", {
      params: { query: { limit: 50, lang: lang(), ...(filled(asked) as { kind?: Schemas["PartyKind"]; part?: Schemas["DecisionPart"] }) } }, signal,
    })),
  traits: () => answer(client.GET("/api/v1/traits")),
  party: (id: string, asOf = "") =>
    answer(client.GET("/api/v1/parties/{id}", { params: { path: { id }, query: { lang: lang(), ...(asOf ? { as_of: asOf } : {}) } } })),
  timeline: (id: string, asked: TimelineAsked) =>
    answer(client.GET("/api/v1/parties/{id}/timeline", { params: { path: { id }, query: { lang: lang(), limit: 25, ...filled(asked) } } })),
  eventKinds: () => answer(client.GET("/api/v1/event-kinds", { params: { query: { lang: lang() } } })),
  followUps: (cursor = "", owner = "", limit = 50) =>
    answer(client.GET("/api/v1/follow-ups", { params: { query: { lang: lang(), limit, ...filled({ cursor, owner }) } } })),
  addEvent: (id: string, typed: Schemas["EventRequest"]) =>
    answer(client.POST("/api/v1/parties/{id}/events", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { kind: typed.kind, ...filled(typed) },
    })),
  /* The file is the body; openapi-fetch is to leave it as it is. */
  addDocument: (id: string, file: File, typed: { form: string; subject: string; at: string; role: string }) =>
    answer(client.POST("/api/v1/parties/{id}/documents", {
      params: { path: { id }, header: csrf(), query: { lang: lang(), name: file.name.slice(-150), form: typed.form || "letter", ...filled({ subject: typed.subject, at: typed.at, role: typed.role }) } },
      headers: { "Content-Type": "application/octet-stream" }, body: file as unknown as string, bodySerializer: (body: unknown) => body as BodyInit,
    })),
  finishFollowUp: (id: string, outcome: string) =>
    answer(client.POST("/api/v1/events/{id}/done", { params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: filled({ outcome }) })),
  addTrait: (id: string, typed: Schemas["TraitRequest"]) =>
    answer(client.POST("/api/v1/parties/{id}/traits", {
      params: { path: { id }, header: csrf() }, body: { name: typed.name, value: typed.value, ...filled(typed) },
    })),
  matches: (asked: Schemas["MatchQuestion"]) =>
    answer(client.POST("/api/v1/matches", { params: { header: csrf(), query: { lang: lang() } }, body: asked })),
  putRecord: (source: string, values: Schemas["MatchQuestion"]) =>
    answer(client.POST("/api/v1/sources/{source}/records", {
      params: { path: { source }, header: csrf(), query: { lang: lang() } }, body: values,
    })),
  erase: (id: string, asked: Schemas["ErasureRequest"]) =>
    answer(client.POST("/api/v1/parties/{id}/erasure", { params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: asked })),
  erasures: () => answer(client.GET("/api/v1/erasures", { params: { query: { lang: lang() } } })),
  erasureTold: (id: string) =>
    answer(client.POST("/api/v1/erasures/messages/{id}/done", { params: { path: { id }, header: csrf(), query: { lang: lang() } } })),
  norms: () => answer(client.GET("/api/v1/norms", { params: { query: { lang: lang() } } })),
  setNorms: (table: string, version: number) =>
    answer(client.PUT("/api/v1/norms", { params: { header: csrf(), query: { lang: lang() } }, body: { table, version, resolve: true } })),
  setCatalogue: (table: string, version: number) =>
    answer(client.PUT("/api/v1/catalogue", { params: { header: csrf(), query: { lang: lang() } }, body: { table, version, resolve: false } })),
  rules: () => answer(client.GET("/api/v1/rules", { params: { query: { lang: lang() } } })),
  tryRules: (table: string) => answer(client.POST("/api/v1/rules/trial", { params: { header: csrf(), query: { lang: lang() } }, body: { table, first: 50 } })),
  setRules: (table: string, version: number) =>
    answer(client.PUT("/api/v1/rules", { params: { header: csrf(), query: { lang: lang() } }, body: { table, version, resolve: true } })),
  stageRules: () => answer(client.GET("/api/v1/stage-rules", { params: { query: { lang: lang() } } })),
  setStageRules: (table: string, version: number) =>
    answer(client.PUT("/api/v1/stage-rules", { params: { header: csrf(), query: { lang: lang() } }, body: { table, version, resolve: false } })),
  changes: (asked: { since?: string; by?: string; cursor?: string }) =>
    answer(client.GET("/api/v1/changes", { params: { query: { lang: lang(), ...filled(asked) } } })),
  restore: (id: string, field: string, as_of: string, reason: string) =>
    answer(client.POST("/api/v1/parties/{id}/choices", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { field, as_of, reason, resolve: true },
    })),
  catalogue: () => answer(client.GET("/api/v1/catalogue", { params: { query: { lang: lang() } } })),
  history: (id: string, field = "", before = 0) =>
    answer(client.GET("/api/v1/parties/{id}/history", { params: { path: { id }, query: { lang: lang(), ...filled({ field }), ...(before ? { before } : {}) } } })),
  stage: (id: string) => answer(client.GET("/api/v1/parties/{id}/stage", { params: { path: { id }, query: { lang: lang() } } })),
  takeStep: (id: string, to: Schemas["StageName"], reason: string) =>
    answer(client.POST("/api/v1/parties/{id}/stage", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { to, reason, resolve: true },
    })),
  ties: (id: string, asOf = "") =>
    answer(client.GET("/api/v1/parties/{id}/ties", { params: { path: { id }, query: { lang: lang(), ...(asOf ? { as_of: asOf } : {}) } } })),
  addTie: (id: string, typed: Schemas["TieRequest"] | TieTyped) =>
    answer(client.POST("/api/v1/parties/{id}/ties", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: filled(typed) as Schemas["TieRequest"],
    })),
  endTie: (id: string, until: string, reason: string, resolve: boolean) =>
    answer(client.POST("/api/v1/ties/{id}/end", { params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { until, reason, resolve } })),
  withdrawTie: (id: string, reason: string, resolve: boolean) =>
    answer(client.POST("/api/v1/ties/{id}/withdrawal", { params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { reason, resolve } })),
  splitHousehold: (id: string, asked: Schemas["SplitRequest"]) =>
    answer(client.POST("/api/v1/parties/{id}/split", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: filled(asked) as Schemas["SplitRequest"],
    })),
  joinHousehold: (id: string, asked: Schemas["JoinRequest"]) =>
    answer(client.POST("/api/v1/parties/{id}/join", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: filled(asked) as Schemas["JoinRequest"],
    })),
  path: (id: string, other: string) =>
    answer(client.GET("/api/v1/parties/{id}/path/{other}", { params: { path: { id, other }, query: { lang: lang() } } })),
  overdue: () => answer(client.GET("/api/v1/retention", { params: { query: { lang: lang() } } })),
  eraseOverdue: (asked: Schemas["RetentionRequest"]) =>
    answer(client.POST("/api/v1/retention/erasure", {
      params: { header: csrf(), query: { lang: lang() } }, body: { reason: asked.reason, ...filled(asked) },
    })),
  keys: (id: string) => answer(client.GET("/api/v1/parties/{id}/keys", { params: { path: { id } } })),
  choices: (review: boolean, party = "") =>
    answer(client.GET("/api/v1/choices", { params: { query: { lang: lang(), ...(review ? { review } : {}), ...filled({ party }) } } })),
  change: (id: string, field: string, value: string, as: string, reason: string) =>
    answer(client.POST("/api/v1/parties/{id}/changes", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { field, value, as, reason, resolve: true },
    })),
  choose: (id: string, field: string, value: string, reason: string) =>
    answer(client.POST("/api/v1/parties/{id}/choices", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { field, value, reason, resolve: true },
    })),
  chooseRecord: (id: string, field: string, record: string, reason: string) =>
    answer(client.POST("/api/v1/parties/{id}/choices", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { field, record, reason, resolve: true },
    })),
  withdrawChoice: (id: string, reason: string) =>
    answer(client.POST("/api/v1/choices/{id}/withdrawal", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { reason, resolve: true },
    })),
  proposals: () => answer(client.GET("/api/v1/proposals", { params: { query: { lang: lang() } } })),
  stepProposal: (id: string, state: Schemas["ProposalStep"]["state"], reason: string) =>
    answer(client.POST("/api/v1/proposals/{id}/steps", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { state, ...(reason ? { reason } : {}) },
    })),
  withdrawTrait: (id: string, reason: string) =>
    answer(client.POST("/api/v1/traits/{id}/withdrawal", { params: { path: { id }, header: csrf() }, body: { reason } })),
  exportHandOvers: (source: string) =>
    answer(client.POST("/api/v1/hand-overs/export", { params: { query: { source, lang: lang() }, header: csrf() }, parseAs: "text" })),
  handOvers: () => answer(client.GET("/api/v1/hand-overs", {})),
  stepHandOver: (id: string, state: Schemas["HandOverStep"]["state"], key: string) =>
    answer(client.POST("/api/v1/hand-overs/{id}/steps", {
      params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { state, ...(key ? { key } : {}) },
    })),
  uploadOptions: () => answer(client.GET("/api/v1/uploads", { params: { query: { lang: lang() } } })),
  addSource: (source: Schemas["SourceRequest"]) =>
    answer(client.POST("/api/v1/sources", { params: { header: csrf(), query: { lang: lang() } }, body: source })),
  sendUpload: async (source: string, file: File, far: (share: number) => void): Promise<Schemas["Upload"]> => {
    const query = new URLSearchParams({ source, name: file.name.slice(-150), modified: String(file.lastModified), lang: lang() });
    const sent = await sendFile(`/api/v1/uploads?${query}`, file, login.session?.csrf ?? "", far).catch(() => {
      throw new Refusal("offline", speech.t.offline);
    });
    if (sent.status !== 201) throw refusal(sent.status, sent.body);
    return sent.body as Schemas["Upload"];
  },
  upload: (id: string) => answer(client.GET("/api/v1/uploads/{id}", { params: { path: { id }, query: { lang: lang() } } })),
  mapUpload: (id: string, columns: Record<string, string | null>) =>
    answer(client.PUT("/api/v1/uploads/{id}/mapping", { params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { columns } })),
  dropUpload: (id: string) => answer(client.DELETE("/api/v1/uploads/{id}", { params: { path: { id }, header: csrf(), query: { lang: lang() } } })),
  startImport: (id: string) =>
    answer(client.POST("/api/v1/uploads/{id}/import", { params: { path: { id }, header: csrf(), query: { lang: lang() } }, body: { resolve: true } })),
  importOf: (id: number) => answer(client.GET("/api/v1/imports/{id}", { params: { path: { id }, query: { lang: lang() } } })),
  importFindings: (id: number, cursor: string) =>
    answer(client.GET("/api/v1/imports/{id}/findings", { params: { path: { id }, query: { lang: lang(), ...filled({ cursor }) } } })),
  sources: () => answer(client.GET("/api/v1/sources", {})),
  explain: (a: string, b: string) => answer(client.GET("/api/v1/explanations", { params: { query: { a, b, lang: lang() } } })),
  built: (id: string) => answer(client.GET("/api/v1/parties/{id}/built", { params: { path: { id }, query: { lang: lang() } } })),
  model: (version: number) =>
    answer(client.GET("/api/v1/model", { params: { query: { version: version || undefined, lang: lang() } } })),
  reviews: (offset: number, limit: number) =>
    answer(client.GET("/api/v1/reviews", { params: { query: { offset, limit, lang: lang() } } })),
  summary: () => answer(client.GET("/api/v1/summary", { params: { query: { lang: lang() } } })),
  job: (id: string) => answer(client.GET("/api/v1/jobs/{id}", { params: { path: { id } } })),
  decide: (what: Schemas["DecisionRequest"]["what"], a: string, b: string, reason: string) =>
    answer(client.POST("/api/v1/decisions", { params: { header: csrf() }, body: { what, a, b, reason, resolve: true } })),
};
