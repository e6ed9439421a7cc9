/** Runs cases of the table: one fault, then a sound sync; what is stored has to be what it was to be. */
import { storeRecordings } from "@/lib/ingest/store-recordings";
import { storeRecovery } from "@/lib/ingest/store-recovery";
import type { SyncDeps } from "@/lib/sync/deps";
import { CHANGES, FAULTS, type FaultCase, PHASES, type Phase } from "./table";
import {
  type EndedRun,
  forgetAccessToken,
  type GarminAccount,
  type GarminWorld,
  missingLines,
  storedLines,
} from "./world";

export type CaseResult = {
  name: string;
  /** Rows of a sound sync that are not there after fault and mending. */
  lost: number;
  /** Rows that are there and should not be, doubles among them. */
  extra: number;
  cause: string | null;
  expectedCause: string | null;
  isRight: boolean;
};

export type FaultRun = { name: string; run: (world: GarminWorld) => Promise<CaseResult> };

/** All cases, in the order of the table. */
export function listCases(): FaultRun[] {
  return [
    ...FAULTS.flatMap((fault) => PHASES.flatMap((phase) => providerCase(fault, phase))),
    ...STORE_FAULTS.map(storeCase),
    ...CHANGES.map(changeCase),
  ];
}

function providerCase(faultCase: FaultCase, phase: Phase): FaultRun[] {
  const fault = faultCase.fault(phase);
  if (fault === null) return [];
  const name = `${faultCase.name} at ${phase.name}`;
  const expectedCause = typeof faultCase.cause === "string" ? faultCase.cause : faultCase.cause(phase);
  const run = async (world: GarminWorld) => {
    const account = await world.newAccount();
    const athleteId = await world.connectedAthlete(account);
    if (phase.name === "token exchange") await forgetAccessToken(athleteId);
    const { externalUserId } = account;
    const isOfAccount = phase.field === null ? {} : { externalUserId };
    await world.control("POST /faults", { match: { path: phase.path, ...isOfAccount }, times: -1, fault });
    await holdBack(world, phase);
    const runs = await world.sync(athleteId);
    await world.control("DELETE /faults");
    await holdBack(world, phase);
    return judge(world, {
      name,
      athleteId,
      account,
      runs,
      kind: phase.kind,
      expectedCause,
      isChanged: phase.missingPath !== undefined,
    }).finally(() => world.control("DELETE /faults"));
  };
  return [{ name, run }];
}

async function holdBack(world: GarminWorld, { missingPath }: Phase): Promise<void> {
  if (missingPath === undefined) return;
  await world.control("POST /faults", { match: { path: missingPath }, times: -1, fault: { status: 404 } });
}

/** The moment at which storing fails; the transaction takes all of it back. */
const STORE_FAULTS = ["before", "after"] as const;

function storeCase(moment: (typeof STORE_FAULTS)[number]): FaultRun {
  const name = `a database that fails ${moment} rows are written`;
  const run = async (world: GarminWorld) => {
    const account = await world.newAccount();
    const athleteId = await world.connectedAthlete(account);
    const runs = await world.sync(athleteId, failingStore(moment));
    return judge(world, {
      name,
      athleteId,
      account,
      runs,
      kind: "recovery",
      expectedCause: "internal",
      isChanged: false,
    });
  };
  return { name, run };
}

function failingStore(moment: (typeof STORE_FAULTS)[number]): Partial<SyncDeps> {
  const failing = <Args extends unknown[], Result>(store: (...args: Args) => Promise<Result>) => {
    return async (...args: Args): Promise<Result> => {
      if (moment === "after") await store(...args);
      throw new Error("the database went away");
    };
  };
  return { storeRecordings: failing(storeRecordings), storeRecovery: failing(storeRecovery) };
}

function changeCase({ name, before, after }: (typeof CHANGES)[number]): FaultRun {
  const run = async (world: GarminWorld) => {
    const account = await world.newAccount();
    const athleteId = await world.connectedAthlete(account);
    if (before) await world.control("POST /change", { key: account.key, ...before });
    const runs = await world.sync(athleteId);
    await world.control("POST /change", { key: account.key, ...after });
    return judge(world, {
      name,
      athleteId,
      account,
      runs,
      kind: "recovery",
      expectedCause: null,
      isChanged: true,
    });
  };
  return { name, run };
}

type Judged = {
  name: string;
  athleteId: string;
  account: GarminAccount;
  runs: readonly EndedRun[];
  kind: Phase["kind"];
  expectedCause: string | null;
  /** The provider says other things of this account, now, than of a new one. */
  isChanged: boolean;
};

const soundOf = new WeakMap<GarminWorld, Promise<string[]>>();

/** What an athlete of a new account has who saw no fault; read once, since all new accounts are alike. */
function soundLines(world: GarminWorld): Promise<string[]> {
  const lines = soundOf.get(world) ?? world.newAccount().then((account) => readSound(world, account));
  soundOf.set(world, lines);
  return lines;
}

async function readSound(world: GarminWorld, account: GarminAccount): Promise<string[]> {
  const athleteId = await world.connectedAthlete(account);
  await world.sync(athleteId);
  return storedLines(athleteId);
}

/** Mends by one more sync and compares with an athlete of the same account who saw no fault. */
async function judge(world: GarminWorld, judged: Judged): Promise<CaseResult> {
  const { name, athleteId, account, runs, kind, expectedCause, isChanged } = judged;
  const cause = runs.find((run) => run.kind === kind)?.causeCode ?? null;
  world.letTimePass();
  const mended = await world.sync(athleteId);
  const found = await storedLines(athleteId);
  if (isChanged) await world.giveUpAccount(athleteId);
  const expected = await (isChanged ? readSound(world, account) : soundLines(world));
  const lost = missingLines(expected, found).length;
  const extra = missingLines(found, expected).length;
  const isMended = expected.length > 0 && mended.every(({ state }) => state === "succeeded");
  const isRight = lost === 0 && extra === 0 && cause === expectedCause && isMended;
  return { name, lost, extra, cause, expectedCause, isRight };
}
