// The language of the pages and how values look in it. Kept in this browser only.
import { en } from "../messages/en";
import { nl } from "../messages/nl";

export type Language = "nl" | "en";
const tables = { nl, en };

function stored(): Language {
  const kept = localStorage.getItem("language");
  if (kept === "nl" || kept === "en") return kept;
  return navigator.language.startsWith("nl") ? "nl" : "en";
}

class Speech {
  lang = $state<Language>(stored());
  t = $derived(tables[this.lang]);
  /* Days before months, in English too. */
  #locale = $derived(this.lang === "en" ? "en-GB" : "nl");

  set(lang: Language) {
    this.lang = lang;
    localStorage.setItem("language", lang);
    document.documentElement.lang = lang;
  }

  number(n: number) {
    return new Intl.NumberFormat(this.#locale).format(n);
  }

  bits(n: number) {
    return new Intl.NumberFormat(this.#locale, { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(n);
  }

  /** How sure so many bits make one: log2 of the odds. Never quite 0 or 100. */
  chance(bits: number) {
    const share = Math.min(0.9999, Math.max(0.0001, 1 / (1 + 2 ** -bits)));
    return new Intl.NumberFormat(this.#locale, { style: "percent", maximumFractionDigits: share > 0.99 || share < 0.01 ? 2 : 0 }).format(share);
  }

  date(time: string) {
    const at = new Date(time);
    return Number.isNaN(at.getTime()) ? time : new Intl.DateTimeFormat(this.#locale, { dateStyle: "medium" }).format(at);
  }

  /** A day, month or year as far as it is known. */
  partial(day: string) {
    if (/^\d{4}$/.test(day)) return day;
    if (!/^\d{4}-\d{2}$/.test(day)) return this.date(day);
    return new Intl.DateTimeFormat(this.#locale, { month: "short", year: "numeric" }).format(new Date(`${day}-01`));
  }

  period(since?: string, until?: string) {
    return `${since ? this.partial(since) : "…"} – ${until ? this.partial(until) : "…"}`;
  }

  dateTime(time: string) {
    const at = new Date(time);
    return Number.isNaN(at.getTime()) ? time : new Intl.DateTimeFormat(this.#locale, { dateStyle: "medium", timeStyle: "short" }).format(at);
  }

  money(amount: string, currency: string) {
    const n = Number(amount);
    if (!Number.isFinite(n)) return `${amount} ${currency}`;
    try {
      return new Intl.NumberFormat(this.#locale, { style: "currency", currency: currency || "EUR" }).format(n);
    } catch {
      return `${amount} ${currency}`;
    }
  }
}

export const speech = new Speech();
speech.set(speech.lang);
