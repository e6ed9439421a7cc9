/**
 * XML as plain objects, with everything refused that a training file has no use for.
 *
 * Values stay text until they are asked for as a number or an instant, so that a number
 * in a name stays a name.
 */
import { XMLParser } from "fast-xml-parser";
import { UnreadableFileError } from "@/lib/providers/files/reading";

const REPEATED = new Set(["trk", "trkseg", "trkpt", "Lap", "Track", "Trackpoint", "Activity"]);

/** Entities are declared there: the way to make a small file large, or to have other files read. */
const DECLARES_TYPES = /<!DOCTYPE|<!ENTITY/i;

/** @throws UnreadableFileError for a document type declaration */
export function refuseDeclarations(text: string): void {
  if (DECLARES_TYPES.test(text)) {
    throw new UnreadableFileError("This file declares a document type, which training files do not have.");
  }
}

/** @throws UnreadableFileError for what is no whole XML, and for a document type declaration */
export function parseXml(text: string): unknown {
  refuseDeclarations(text);
  try {
    return new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: "@",
      removeNSPrefix: true,
      parseTagValue: false,
      parseAttributeValue: false,
      isArray: (name) => REPEATED.has(name),
    }).parse(text);
  } catch (error) {
    throw new UnreadableFileError("This file is not whole: its XML ends early or is damaged.", {
      cause: error,
    });
  }
}

/** What lies under the names, one inside the other; `undefined` when any of them is absent. */
export function under(node: unknown, ...names: string[]): unknown {
  let found: unknown = node;
  for (const name of names) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    found = Reflect.get(found, name);
  }
  return found;
}

/** The elements of that name, however many. */
export function listUnder(node: unknown, ...names: string[]): unknown[] {
  const found = under(node, ...names);
  if (found === undefined) return [];
  return Array.isArray(found) ? found : [found];
}

/** `null` when absent or empty. An element with attributes keeps its text beside them. */
export function textUnder(node: unknown, ...names: string[]): string | null {
  const [found] = listUnder(node, ...names);
  const text = typeof found === "string" ? found : under(found, "#text");
  return typeof text === "string" && text.trim() !== "" ? text.trim() : null;
}

export function numberUnder(node: unknown, ...names: string[]): number | null {
  const text = textUnder(node, ...names);
  if (text === null) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

export function positiveUnder(node: unknown, ...names: string[]): number | null {
  const value = numberUnder(node, ...names);
  return value !== null && value > 0 ? value : null;
}

export function zeroOrMoreUnder(node: unknown, ...names: string[]): number | null {
  const value = numberUnder(node, ...names);
  return value !== null && value >= 0 ? value : null;
}

export type XmlInstant = { atMs: number; utcOffsetSeconds: number | null };

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** A time without a zone is UTC, as both formats say. One with an offset also tells the local time. */
export function instantUnder(node: unknown, ...names: string[]): XmlInstant | null {
  const text = textUnder(node, ...names);
  const match = text === null ? null : TIME.exec(text);
  if (text === null || match === null) return null;
  const zone = match[1];
  const atMs = Date.parse(zone === undefined ? `${text}Z` : text);
  return Number.isNaN(atMs) ? null : { atMs, utcOffsetSeconds: offsetOf(zone) };
}

/** `Z` says when, and nothing of the local time. */
function offsetOf(zone: string | undefined): number | null {
  if (zone === undefined || zone.toUpperCase() === "Z") return null;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(-2))];
  const seconds = hours * 3600 + minutes * 60;
  return zone.startsWith("-") ? 0 - seconds : seconds;
}
