/**
 * Proves that the layers hold: imports that go the wrong way are written into a folder of
 * their own under the project's Biome configuration, and each must be refused, while the
 * allowed ones pass.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const REFUSED = {
  "lib/sync/uses-app.ts": "@/app/layout",
  "lib/ingest/uses-components.ts": "@/components/ui/button",
  "lib/sync/uses-inngest.ts": "@/inngest/client",
  "lib/sync/uses-the-pool.ts": "@/lib/db/client",
  "lib/insights/uses-prisma.ts": "@/lib/db/generated/client",
  "lib/connections/uses-pg.ts": "pg",
  "lib/providers/garmin/uses-the-database.ts": "@/lib/db/recordings",
  "lib/recovery/uses-the-log.ts": "@/lib/log",
  "lib/records/uses-the-database.ts": "@/lib/db/recordings",
  "components/charts/uses-the-database.tsx": "@/lib/db/recordings",
  "components/charts/uses-a-provider.tsx": "@/lib/providers/registry",
  "components/ui/uses-app.tsx": "@/app/layout",
  "app/v1/uses-the-database.ts": "@/lib/db/users",
  "inngest/uses-pg.ts": "pg",
};

const ALLOWED = {
  "lib/sync/uses-its-database.ts": "@/lib/db/sync-runs",
  "lib/db/uses-the-pool.ts": "@/lib/db/client",
  "lib/recovery/uses-pure.ts": "@/lib/days",
  "components/charts/uses-format.tsx": "@/components/format/distance",
  "app/v1/uses-a-domain.ts": "@/lib/sync/request",
  "inngest/uses-a-domain.ts": "@/lib/sync/request",
};

/** @returns one sentence for every import that was judged wrongly; empty when all is well */
export function findLayerFaults(projectDir) {
  const dir = mkdtempSync(path.join(os.tmpdir(), "nightrun-layers-"));
  try {
    copyFileSync(path.join(projectDir, "biome.json"), path.join(dir, "biome.json"));
    for (const [file, target] of Object.entries({ ...REFUSED, ...ALLOWED })) {
      mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
      const name = "pool";
      writeFileSync(path.join(dir, file), `import { ${name} } from "${target}";\n\nconsole.log(${name});\n`);
    }
    const refused = lintedFilesWithFaults(projectDir, dir);
    return [
      ...Object.keys(REFUSED)
        .filter((file) => !refused.has(file))
        .map((file) => `${file} may import ${REFUSED[file]}, which the layers forbid.`),
      ...Object.keys(ALLOWED)
        .filter((file) => refused.has(file))
        .map((file) => `${file} may not import ${ALLOWED[file]}, which the layers allow.`),
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

export const layerCaseCount = Object.keys(REFUSED).length + Object.keys(ALLOWED).length;

function lintedFilesWithFaults(projectDir, dir) {
  const biome = path.join(projectDir, "node_modules/@biomejs/biome/bin/biome");
  const args = [biome, "lint", "--reporter=github", "--max-diagnostics=none", "."];
  const result = spawnSync(process.execPath, args, { cwd: dir, encoding: "utf8" });
  const errors = [...result.stdout.matchAll(/noRestrictedImports,file=([^,]+),/g)];
  return new Set(errors.map((match) => path.relative(dir, path.resolve(dir, match[1]))));
}
