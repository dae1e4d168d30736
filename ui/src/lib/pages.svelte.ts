// A long list that comes page by page: the first when what is wanted changes, the next when somebody asks. An answer that
// was overtaken by a later question is dropped.
type Page<Item> = { items: Item[]; next?: string };

export class Pages<Item> {
  items = $state.raw<Item[]>([]);
  next = $state("");
  busy = $state(true);
  wrong = $state("");
  #asked = 0;

  constructor(private readonly get: (cursor: string) => Promise<Page<Item>>) {}

  async load(cursor = "") {
    const turn = ++this.#asked;
    this.busy = true;
    this.wrong = "";
    try {
      const page = await this.get(cursor);
      if (turn !== this.#asked) return;
      this.items = cursor ? [...this.items, ...page.items] : page.items;
      this.next = page.next ?? "";
    } catch (error) {
      if (turn === this.#asked) this.wrong = (error as Error).message;
    } finally {
      if (turn === this.#asked) this.busy = false;
    }
  }

  /** The first page, after somebody stops typing; for an effect, which calls what comes back. */
  soon(ms: number) {
    const wait = setTimeout(() => this.load(), ms);
    return () => clearTimeout(wait);
  }
}
