import { expect, test } from "vitest";
import { findInngest, inngestArguments } from "./inngest-server";

const runs =
  (...working: string[]) =>
  (command: string) =>
    working.some((name) => command.endsWith(name));

test("the first source that works is taken", () => {
  const env = { NIGHTRUN_CACHE_DIR: "/cache" };
  const outside = { ...env, INNGEST_BASE_URL: "http://127.0.0.1:8288" };
  expect(findInngest(outside, "/project", runs())).toEqual({
    kind: "running",
    baseUrl: "http://127.0.0.1:8288",
  });
  expect(findInngest(env, "/project", runs(".bin/inngest", "go"))).toEqual({
    kind: "binary",
    file: "/project/node_modules/.bin/inngest",
  });
  expect(findInngest(env, "/project", runs("1.44.0/inngest", "go"))).toEqual({
    kind: "binary",
    file: "/cache/inngest-1.44.0/inngest",
  });
  expect(findInngest(env, "/project", runs("go"))).toEqual({ kind: "buildable" });
  expect(findInngest(env, "/project", runs()).kind).toBe("none");
});

test("every port is given, so that two servers never meet", () => {
  const args = inngestArguments({
    ports: { server: 1, gateway: 2, gatewayGrpc: 3, executorGrpc: 4 },
    eventKey: "event",
    signingKey: "00",
    appUrl: "http://127.0.0.1:3000",
    storage: { kind: "sqlite", dir: "/data/inngest" },
  });
  const ports = args.flatMap((arg, at) => (/port$/.test(arg) ? [args[at + 1]] : []));
  expect(ports).toEqual(["1", "2", "3", "4"]);
  expect(args).toContain("/data/inngest");
});
