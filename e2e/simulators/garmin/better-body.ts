/**
 * Which of two recorded bodies of the same thing is served: the newer one by its own time
 * stamp, then the one with more values, then the one whose canonical text sorts last. So the
 * choice never hangs on file names or reading order.
 */
import { canonicalText, countValues, isObject, type JsonObject, textOf } from "./json";

/** Keeps the better of two bodies of the same thing. */
export function keepBetter<Key>(held: Map<Key, JsonObject>, key: Key, body: JsonObject): void {
  const other = held.get(key);
  if (other === undefined || isBetter(body, other)) held.set(key, body);
}

function isBetter(body: JsonObject, other: JsonObject): boolean {
  const [stamp, otherStamp] = [stampOf(body), stampOf(other)];
  if (stamp !== otherStamp) return stamp > otherStamp;
  const [count, otherCount] = [countValues(body), countValues(other)];
  if (count !== otherCount) return count > otherCount;
  return canonicalText(body) > canonicalText(other);
}

function stampOf(body: JsonObject): string {
  if (isObject(body.metadataDTO)) return textOf(body.metadataDTO.lastUpdateDate) ?? "";
  if (isObject(body.hrvSummary)) return textOf(body.hrvSummary.createTimeStamp) ?? "";
  return textOf(body.createTimeStamp) ?? "";
}
