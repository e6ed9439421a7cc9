/** All fuzz targets. One more is a row in one of these files, or a file of its own. */
import { BODY_TARGETS } from "./bodies";
import { FILE_TARGETS } from "./files";

/** A name for `--only`, and how many tries one round of `npm run fuzz` gives to all of them together. */
export const FUZZ_GROUPS = [
  { name: "files", targets: FILE_TARGETS, triesPerRound: 10_000 },
  { name: "bodies", targets: BODY_TARGETS, triesPerRound: 60_000 },
] as const;
