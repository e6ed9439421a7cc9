/** Script that a page loads first, and with its charts; each file gzipped for itself, as it is sent. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { localDateIn } from "@/lib/days";
import { type Bench, type BenchApp, type BenchRow, row } from "./bench";
import { storeHistory } from "./history";
import { BENCH_TIME_ZONE, makePerson, signInCookie } from "./people";

const GOAL_FIRST_KB = 150;
const GOAL_WITH_CHARTS_KB = 280;
const BYTES_PER_KB = 1000;
const HISTORY_DAYS = 120;

/** Address to the folder of its page below server/app. */
const PAGES = {
  "/sign-in": "(site)/sign-in",
  "/today": "(athlete)/today",
  "/runs": "(athlete)/runs",
  "/recovery": "(athlete)/recovery",
  "/connections": "(athlete)/connections",
  "/settings": "(athlete)/settings",
};

export const scriptBench: Bench = {
  name: "script-bytes",
  measures: "script of a page, gzipped, before and with the charts",
  run: async ({ app }) => {
    const running = await app();
    const { athleteId, email } = await makePerson("athlete");
    await storeHistory(athleteId, HISTORY_DAYS, localDateIn(BENCH_TIME_ZONE, new Date()));
    const session = await signInCookie(running.url, email);
    const rows: BenchRow[] = [];
    for (const [address, folder] of Object.entries(PAGES)) {
      // The sign-in page sends on those who are signed in.
      const first = await firstScripts(running, address, folder.startsWith("(site)") ? "" : session);
      const later = laterScripts(running, folder).filter((file) => !first.includes(file));
      rows.push(row(`script-bytes: ${address} first`, kilobytes(running, first), "kB gzip", GOAL_FIRST_KB));
      if (later.length === 0) continue;
      const all = kilobytes(running, [...first, ...later]);
      rows.push(row(`script-bytes: ${address} with charts`, all, "kB gzip", GOAL_WITH_CHARTS_KB));
    }
    return rows;
  },
};

/** All script files that the page itself names, other than those for browsers without modules. */
async function firstScripts({ url }: BenchApp, address: string, cookie: string): Promise<string[]> {
  const answer = await fetch(`${url}${address}`, { headers: { cookie }, redirect: "manual" });
  if (answer.status !== 200) throw new Error(`${address} answered ${answer.status}`);
  const html = await answer.text();
  const tags = [...html.matchAll(/<script\b[^>]*>|<link\b[^>]*\bas="script"[^>]*>/g)].map(([tag]) => tag);
  const files = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .flatMap((tag) => /(?:src|href)="\/_next\/(static\/[^"?]+\.js)/.exec(tag)?.[1] ?? []);
  return [...new Set(files)];
}

/** What the page loads when it is there: its dynamic imports, as the build noted them. */
function laterScripts({ buildDir }: BenchApp, folder: string): string[] {
  const manifest = path.join(buildDir, "server/app", folder, "page/react-loadable-manifest.json");
  if (!existsSync(manifest)) return [];
  const entries: Record<string, { files: string[] }> = JSON.parse(readFileSync(manifest, "utf8"));
  const files = Object.values(entries).flatMap((entry) => entry.files);
  return [...new Set(files)].filter((file) => file.endsWith(".js"));
}

function kilobytes({ buildDir }: BenchApp, files: readonly string[]): number {
  const known = new Set(readdirSync(path.join(buildDir, "static"), { recursive: true, encoding: "utf8" }));
  const bytes = files.map((file) => {
    if (!known.has(file.replace(/^static\//, ""))) throw new Error(`${file} is not in the build`);
    return gzipSync(readFileSync(path.join(buildDir, file))).byteLength;
  });
  return bytes.reduce((sum, size) => sum + size, 0) / BYTES_PER_KB;
}
