// Addresses to pages, on the History API. Ordinary links keep working: with a
// modifier key or to another place they are left to the browser.
export type Route =
  | { page: "search"; q: string; kind: string; trait: string; part: string }
  | { page: "party"; id: string; asOf: string }
  | { page: "explain"; a: string; b: string }
  | { page: "reviews"; offset: number }
  | { page: "model"; version: number }
  | { page: "tasks" }
  | { page: "sources" }
  | { page: "import"; job: string; run: number }
  | { page: "catalogue" }
  | { page: "rules" }
  | { page: "changes" }
  | { page: "new" }
  | { page: "privacy" }
  | { page: "login"; token: string }
  | { page: "missing" };

export function routeOf(path: string, query: string, hash: string): Route {
  const q = new URLSearchParams(query);
  const party = /^\/parties\/([POH]-[0-9A-Z]{13})$/.exec(path);
  if (path === "/" || path === "/search") return { page: "search", q: q.get("q") ?? "", kind: q.get("kind") ?? "", trait: q.get("trait") ?? "", part: q.get("part") ?? "" };
  if (party) return { page: "party", id: party[1], asOf: q.get("as_of") ?? "" };
  if (path === "/explain") return { page: "explain", a: q.get("a") ?? "", b: q.get("b") ?? "" };
  if (path === "/reviews") return { page: "reviews", offset: Math.max(0, Number(q.get("offset")) || 0) };
  if (path === "/model") return { page: "model", version: Math.max(0, Number(q.get("version")) || 0) };
  if (path === "/tasks") return { page: "tasks" };
  if (path === "/sources") return { page: "sources" };
  const run = /^\/imports\/([1-9]\d{0,14})$/.exec(path);
  if (run) return { page: "import", job: "", run: Number(run[1]) };
  if (path === "/import") return { page: "import", job: /^\d{1,19}$/.test(q.get("job") ?? "") ? q.get("job")! : "", run: 0 };
  if (path === "/new") return { page: "new" };
  if (path === "/privacy") return { page: "privacy" };
  if (path === "/rules") return { page: "rules" };
  if (path === "/changes") return { page: "changes" };
  if (path === "/catalogue") return { page: "catalogue" };
  if (path === "/login") return { page: "login", token: hash.replace(/^#/, "") };
  return { page: "missing" };
}

class Router {
  route = $state.raw<Route>(this.#here());

  constructor() {
    addEventListener("popstate", () => (this.route = this.#here()));
    addEventListener("hashchange", () => (this.route = this.#here()));
    addEventListener("click", (event) => {
      const link = (event.target as Element | null)?.closest?.("a[href]") as HTMLAnchorElement | null;
      if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.defaultPrevented) return;
      if (link.getAttribute("href")!.startsWith("#")) return;
      event.preventDefault();
      this.go(link.pathname + link.search);
    });
  }

  #here() {
    return routeOf(location.pathname, location.search, location.hash);
  }

  go(address: string, replace = false) {
    if (replace) history.replaceState(null, "", address);
    else {
      history.pushState(null, "", address);
      scrollTo(0, 0);
    }
    this.route = this.#here();
  }
}

export const router = new Router();
