/** Documents rot; this holds their paths, commands and variables to what is there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ENV_KEYS } from "@/lib/env";

const root = path.resolve(import.meta.dirname, "../..");

const documents = [
  "README.md",
  "CHANGELOG.md",
  ...markdownBelow("docs"),
  ...markdownBelow("lib"),
  ...markdownBelow("e2e"),
];

function markdownBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => path.join(folder, name));
}

function quoted(document: string): string[] {
  const text = readFileSync(path.join(root, document), "utf8").replace(/```[\s\S]*?```/g, "");
  return [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? "");
}

/** What a machine has beside npm. */
const OTHER_PROGRAMS = ["git", "tar", "pg_dump", "pg_restore"];

function shellLines(document: string): string[] {
  const text = readFileSync(path.join(root, document), "utf8");
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? "");
  return blocks.flatMap((block) => block.split("\n")).filter((line) => line.trim() !== "");
}

const TOP_LEVEL = /^(app|components|lib|prisma|inngest|e2e|scripts|docs|public)(\/[\w.()[\]-]+)*\/?$/;

describe.each(documents)("%s", (document) => {
  test("every path that it names exists", () => {
    const missing = quoted(document).filter(
      (name) => TOP_LEVEL.test(name) && !existsSync(path.join(root, name)),
    );
    expect(missing).toEqual([]);
  });

  test("every npm script that it names exists", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    const text = readFileSync(path.join(root, document), "utf8");
    const named = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? "");
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("every command in its blocks is one that there is", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    const unknown = shellLines(document).filter((line) => {
      const [program = "", verb = "", ...rest] = line.split(/\s+/);
      if (program !== "npm") return !OTHER_PROGRAMS.includes(program);
      const name = verb === "run" ? rest.find((word) => !word.startsWith("-")) : verb;
      return name === undefined || !(name in scripts);
    });
    expect(unknown).toEqual([]);
  });

  test("every picture that it shows exists", () => {
    const text = readFileSync(path.join(root, document), "utf8");
    const pictures = [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)].map((match) => match[1] ?? "");
    expect(pictures.filter((name) => !existsSync(path.join(root, path.dirname(document), name)))).toEqual([]);
  });
});

test(".env.example lists exactly the variables that lib/env.ts reads", () => {
  const text = readFileSync(path.join(root, ".env.example"), "utf8");
  const listed = [...text.matchAll(/^#?\s?([A-Z][A-Z0-9_]+)=/gm)].map((match) => match[1] ?? "");
  expect([...listed].sort()).toEqual([...ENV_KEYS].sort());
});
