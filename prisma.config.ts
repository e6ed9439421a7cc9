import { defineConfig } from "prisma/config";

// Every Prisma command first fetches a native engine that only `migrate` and `db` use;
// any executable stands in for it elsewhere, so that `generate` works without a network.
if (!process.argv.some((argument) => argument === "migrate" || argument === "db")) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;
}

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: {
    url: process.env.DATABASE_URL ?? "postgresql://postgres:postgres@127.0.0.1:5432/nightrun",
  },
});
