// One table of texts a language; a missing key does not compile.
import { de } from "./languages/de";
import { en, type Texts } from "./languages/en";
import { es } from "./languages/es";
import { fr } from "./languages/fr";
import { it } from "./languages/it";
import { nl } from "./languages/nl";

const LANGUAGES: Record<string, Texts> = { de, en, es, fr, it, nl };

/** The texts of a language such as `de` or `de-CH`; English where there are none. */
export function texts(language: string): Texts {
  return LANGUAGES[language] ?? LANGUAGES[language.split("-")[0] ?? ""] ?? en;
}

/** A text with its {places} filled. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
