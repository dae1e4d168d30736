// Calls to the API, typed by its contract, and who is logged in.
import createClient from "openapi-fetch";
import type { components, paths } from "../api/schema";
import { speech } from "./language.svelte";

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
  const problem = outcome.error as Partial<Schemas["Problem"]> | undefined;
  if (outcome.response.status === 401) login.session = null;
  throw new Refusal(problem?.code ?? "unknown", problem?.detail || problem?.title || speech.t.failedTitle);
}

const lang = () => speech.lang;

export const api = {
  search: (q: string, kind: string, signal: AbortSignal) =>
    answer(client.GET("/api/v1/parties", {
      params: { query: { q, limit: 50, lang: lang(), ...(kind ? { kind: kind as Schemas["PartyKind"] } : {}) } }, signal,
    })),
  party: (id: string) => answer(client.GET("/api/v1/parties/{id}", { params: { path: { id }, query: { lang: lang() } } })),
  explain: (a: string, b: string) => answer(client.GET("/api/v1/explanations", { params: { query: { a, b, lang: lang() } } })),
  reviews: (offset: number, limit: number) =>
    answer(client.GET("/api/v1/reviews", { params: { query: { offset, limit, lang: lang() } } })),
  summary: () => answer(client.GET("/api/v1/summary", { params: { query: { lang: lang() } } })),
  job: (id: string) => answer(client.GET("/api/v1/jobs/{id}", { params: { path: { id } } })),
  decide: (what: Schemas["DecisionRequest"]["what"], a: string, b: string, reason: string) =>
    answer(client.POST("/api/v1/decisions", { params: { header: csrf() }, body: { what, a, b, reason, resolve: true } })),
};
