/** Finds a Chromium for the journeys, or installs Debian's where apt is there. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FIXED = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/snap/bin/chromium"];

/** The executable, or null when this machine has none. `CHROMIUM_PATH` wins. */
export function findBrowser() {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const candidates = [
    process.env.CHROMIUM_PATH ?? "",
    ...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))),
    ...FIXED,
  ];
  return candidates.find((file) => file !== "" && existsSync(file)) ?? null;
}

/** @returns the executable, or null with a reason printed */
export function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || spawnSync("apt-get", ["--version"]).status !== 0) {
    console.error("No Chromium found: install one or set CHROMIUM_PATH, then run again.");
    return null;
  }
  console.log("Installing Chromium (apt-get install chromium).");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = { env, encoding: "utf8" };
  spawnSync("apt-get", ["update", "-q"], options);
  const install = spawnSync(
    "apt-get",
    ["install", "-y", "-q", "--no-install-recommends", "chromium"],
    options,
  );
  if (install.status !== 0) console.error((install.stderr ?? "").split("\n").slice(-8).join("\n"));
  return findBrowser();
}
