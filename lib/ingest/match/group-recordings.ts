/**
 * Recordings of one athlete -> workouts, and the pairs to ask about. Pure. The answer
 * depends on the recordings and verdicts alone, never on the order in which they came.
 */
import {
  compareKeys,
  compareRecordings,
  findPairs,
  type JudgedPair,
  type RecordingKey,
} from "@/lib/ingest/match/find-pairs";
import { judgePair, type MatchRecording, type MatchRule } from "@/lib/ingest/match/judge-pair";
import { comparePrimary } from "@/lib/ingest/match/primary";

/** What the athlete said of a pair. It stands above every rule. */
export type AthleteVerdict = {
  a: RecordingKey;
  b: RecordingKey;
  verdict: "same" | "different";
  decidedAt: Date;
};

export type ReviewPair<R extends MatchRecording> = { a: R; b: R; rule: MatchRule; overlapShare: number };

export type Grouping<R extends MatchRecording> = {
  /** Copies of one workout, the one that leads first. */
  workouts: R[][];
  /** Left out of the count while the athlete has not said: the shorter ones of pairs in review. */
  held: R[][];
  reviews: ReviewPair<R>[];
};

export type GroupOptions<R> = {
  verdicts?: readonly AthleteVerdict[];
  /** May be hidden behind a workout, but makes none, leads none and joins no two others. */
  isGuest?: (recording: R) => boolean;
};

export function groupRecordings<R extends MatchRecording>(
  recordings: readonly R[],
  { verdicts = [], isGuest = () => false }: GroupOptions<R> = {},
): Grouping<R> {
  const sorted = recordings.toSorted(compareRecordings);
  const said = readVerdicts(sorted, verdicts);
  const pairs = findPairs(sorted).filter(({ first, second }) => !said.has(first, second));
  const clusters = new Clusters(sorted, said, isGuest);

  for (const { first, second } of said.same) clusters.join(first, second, "always");
  const refused: JudgedPair[] = [];
  const same = pairs.filter(({ verdict }) => verdict === "same");
  for (const rule of ["always", "unless_distinct"] as const) {
    const ofRule = same.filter((pair) => isById(pair.rule) === (rule === "always"));
    for (const pair of ofRule.sort(byStrength)) {
      if (!clusters.join(pair.first, pair.second, rule)) refused.push({ ...pair, rule: "swallows_another" });
    }
  }
  const open = [...pairs.filter(({ verdict }) => verdict === "review"), ...refused].filter(
    (pair) =>
      !clusters.areTogether(pair.first, pair.second) &&
      !clusters.areToldApart(pair.first, pair.second) &&
      !(isByLikeness(pair.rule) && clusters.haveBothCopies(pair.first, pair.second)),
  );
  return settle(sorted, clusters, open, isGuest);
}

const isById = (rule: MatchRule) =>
  rule === "same_record" || rule === "linked_id" || rule === "same_device_start";

/** Steps that go by likeness alone, without a common moment. */
const isByLikeness = (rule: MatchRule) => rule === "shifted_clock" || rule === "typed_in";

/** The fuller overlap first, then the order of the recordings. */
function byStrength(a: JudgedPair, b: JudgedPair): number {
  return b.overlapShare - a.overlapShare || a.first - b.first || a.second - b.second;
}

type Said = {
  same: { first: number; second: number }[];
  has: (first: number, second: number) => boolean;
  isDifferent: (first: number, second: number) => boolean;
};

/** The verdicts on recordings that are here, earliest first. */
function readVerdicts(sorted: readonly MatchRecording[], verdicts: readonly AthleteVerdict[]): Said {
  if (verdicts.length === 0) return { same: [], has: () => false, isDifferent: () => false };
  const indexOf = new Map(sorted.map((recording, index) => [nameOf(recording), index]));
  const byPair = new Map<number, "same" | "different">();
  const numberOf = (first: number, second: number) =>
    Math.min(first, second) * sorted.length + Math.max(first, second);
  const same: Said["same"] = [];
  for (const { a, b, verdict } of verdicts.toSorted(byDecision)) {
    const [first, second] = [indexOf.get(nameOf(a)), indexOf.get(nameOf(b))];
    if (first === undefined || second === undefined) continue;
    byPair.set(numberOf(first, second), verdict);
    if (verdict === "same") same.push({ first, second });
  }
  return {
    same,
    has: (first, second) => byPair.has(numberOf(first, second)),
    isDifferent: (first, second) => byPair.get(numberOf(first, second)) === "different",
  };
}

function byDecision(x: AthleteVerdict, y: AthleteVerdict): number {
  return x.decidedAt.getTime() - y.decidedAt.getTime() || compareKeys(x.a, y.a) || compareKeys(x.b, y.b);
}

const nameOf = ({ channel, externalId }: RecordingKey) => `${channel} ${externalId}`;

/** Sets of recordings that are one workout. */
class Clusters<R extends MatchRecording> {
  readonly #clusterOf: number[];
  /** By root; a recording that is alone has no entry. */
  readonly #members: number[][] = [];

  constructor(
    readonly sorted: readonly R[],
    readonly said: Said,
    readonly isGuest: (recording: R) => boolean,
  ) {
    this.#clusterOf = sorted.map((_, index) => index);
  }

  membersOf(index: number): readonly number[] {
    const root = this.#rootOf(index);
    return this.#members[root] ?? [root];
  }

  areTogether(first: number, second: number): boolean {
    return this.#rootOf(first) === this.#rootOf(second);
  }

  /** Whether the athlete said "different" of any two that would come together. */
  areToldApart(first: number, second: number): boolean {
    return this.#anyBetween(first, second, (a, b) => this.said.isDifferent(a, b));
  }

  /** Whether either one already has a copy out of the other's source: then the other is no copy of it. */
  haveBothCopies(first: number, second: number): boolean {
    const hasCopyFrom = (index: number, other: number) =>
      this.membersOf(index).some(
        (member) => member !== index && this.sorted[member]?.channel === this.sorted[other]?.channel,
      );
    return hasCopyFrom(first, second) || hasCopyFrom(second, first);
  }

  /** False when the two would bring together what has to stay apart. */
  join(first: number, second: number, rule: "always" | "unless_distinct"): boolean {
    if (this.areTogether(first, second)) return true;
    if (this.areToldApart(first, second) || this.#bridgesByGuest(first, second)) return false;
    if (rule === "unless_distinct" && this.#anyBetween(first, second, (a, b) => this.#areDistinct(a, b)))
      return false;
    const [into, from] = [this.#rootOf(first), this.#rootOf(second)];
    const moved = this.membersOf(from);
    const joined = [...this.membersOf(into)];
    for (const index of moved) {
      joined.push(index);
      this.#clusterOf[index] = into;
    }
    this.#members[into] = joined;
    return true;
  }

  #rootOf(index: number): number {
    return this.#clusterOf[index] ?? index;
  }

  #areDistinct(first: number, second: number): boolean {
    const [a, b] = [this.sorted[first], this.sorted[second]];
    if (!a || !b) return false;
    const { verdict } = judgePair(a, b);
    return verdict === "distinct" || verdict === "related";
  }

  #bridgesByGuest(first: number, second: number): boolean {
    const guest = (index: number) => {
      const recording = this.sorted[index];
      return recording !== undefined && this.isGuest(recording);
    };
    if (!guest(first) && !guest(second)) return false;
    return [first, second].every((end) => this.membersOf(end).some((index) => !guest(index)));
  }

  #anyBetween(first: number, second: number, test: (a: number, b: number) => boolean): boolean {
    const others = this.membersOf(second);
    return this.membersOf(first).some((a) => others.some((b) => test(a, b)));
  }
}

/** Longest first: one that is in review with a counted one is held back, so that a pair counts once. */
function settle<R extends MatchRecording>(
  sorted: readonly R[],
  clusters: Clusters<R>,
  open: readonly JudgedPair[],
  isGuest: (recording: R) => boolean,
): Grouping<R> {
  const groups: Group<R>[] = [];
  const groupOf: Group<R>[] = [];
  for (let index = 0; index < sorted.length; index++) {
    if (groupOf[index]) continue;
    const members = clusters.membersOf(index);
    const group = makeGroup(members, sorted, isGuest);
    groups.push(group);
    for (const member of members) groupOf[member] = group;
  }
  for (const { first, second } of open) {
    const [a, b] = [groupOf[first], groupOf[second]];
    if (!a || !b || a.isGuest || b.isGuest) continue;
    a.inReviewWith = [...a.inReviewWith, b];
    b.inReviewWith = [...b.inReviewWith, a];
  }
  const counted = new Set<Group<R>>();
  for (const group of groups.filter(({ inReviewWith }) => inReviewWith.length > 0).sort(byLength)) {
    group.isHeld = group.inReviewWith.some((other) => counted.has(other));
    if (!group.isHeld) counted.add(group);
  }
  return {
    workouts: groups.filter(({ isHeld, isGuest }) => !isHeld && !isGuest).map(({ copies }) => copies),
    held: groups.filter(({ isHeld, isGuest }) => isHeld || isGuest).map(({ copies }) => copies),
    reviews: open.flatMap(({ first, second, rule, overlapShare }) => {
      const [a, b] = [sorted[first], sorted[second]];
      return a && b ? [{ a, b, rule, overlapShare }] : [];
    }),
  };
}

type Group<R> = {
  copies: R[];
  /** Made of guests alone. */
  isGuest: boolean;
  isHeld: boolean;
  inReviewWith: readonly Group<R>[];
};

const NOBODY: readonly never[] = [];

function makeGroup<R extends MatchRecording>(
  members: readonly number[],
  sorted: readonly R[],
  isGuest: (recording: R) => boolean,
): Group<R> {
  const copies: R[] = [];
  for (const index of members) {
    const copy = sorted[index];
    if (copy) copies.push(copy);
  }
  if (copies.length > 1)
    copies.sort((a, b) => Number(isGuest(a)) - Number(isGuest(b)) || comparePrimary(a, b));
  return { copies, isGuest: copies.every(isGuest), isHeld: false, inReviewWith: NOBODY };
}

function byLength<R extends MatchRecording>({ copies: [a] }: Group<R>, { copies: [b] }: Group<R>): number {
  if (!a || !b) return 0;
  return b.elapsedSeconds - a.elapsedSeconds || comparePrimary(a, b);
}
