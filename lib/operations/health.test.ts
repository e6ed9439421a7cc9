import { describe, expect, test } from "vitest";
import { judgeDatabase, probeInngest } from "@/lib/operations/health";

describe("the database", () => {
  test("is ready only when every migration that began has ended", () => {
    expect(judgeDatabase({ lastMigration: "1_first", unfinishedCount: 0 })).toBe("ready");
    expect(judgeDatabase({ lastMigration: "1_first", unfinishedCount: 1 })).toBe("not_migrated");
    expect(judgeDatabase({ lastMigration: null, unfinishedCount: 0 })).toBe("not_migrated");
    expect(judgeDatabase(null)).toBe("unreachable");
  });
});

describe("Inngest", () => {
  const refuse = () => Promise.reject(new Error("ECONNREFUSED"));

  test("is off when no address is set", async () => {
    expect(await probeInngest(undefined, refuse)).toBe("off");
  });

  test("that does not answer is starting at first and silent later", async () => {
    expect(await probeInngest("http://127.0.0.1:1", refuse, 5)).toBe("starting");
    expect(await probeInngest("http://127.0.0.1:1", refuse, 3_600)).toBe("not_answering");
  });

  test("that answers is on", async () => {
    expect(await probeInngest("http://127.0.0.1:1", () => Promise.resolve(new Response("ok")))).toBe("on");
  });
});
