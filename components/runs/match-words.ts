/** Why two recordings are asked about, as one sentence. */
const REASONS: Record<string, string> = {
  typed_in: "One of them was typed in or hides its start. They are of the same day and nearly as long.",
  walk_or_run: "One says walk, the other run, and they took place at the same time.",
  shifted_clock:
    "They are alike, but start whole quarter hours apart: a clock may have been in another zone.",
  same_span: "They took place at the same time, but differ in distance or heart rate.",
  part_of: "One lies within the other: a part of it, or a recording left running.",
  fragment: "One is a fragment of under two minutes within the other.",
  clock_offset: "They are alike and overlap in part: a clock may have been off.",
  partial_overlap: "They overlap in part.",
  swallows_another: "Each goes with a third recording, but they did not take place at the same time.",
  unlinked: "You took them apart.",
};

export function reasonWords(rule: string): string {
  return REASONS[rule] ?? "They look alike.";
}
