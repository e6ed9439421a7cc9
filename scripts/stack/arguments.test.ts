import { expect, test } from "vitest";
import { isLoopback, parseStartArguments } from "./arguments";

test("options may be written with a space or an equals sign", () => {
  expect(parseStartArguments(["--port", "3100", "--data=/tmp/x"])).toMatchObject({
    port: 3100,
    dataDir: "/tmp/x",
    host: null,
  });
});

test.each([
  [["--port", "abc"], /--port takes a number/],
  [["--port", "70000"], /from 1 to 65535/],
  [["--port"], /--port needs a value/],
  [["--data", "--port", "1"], /--data needs a value/],
  [["--prot", "3000"], /Unknown option --prot/],
  [["--json"], /Unknown option --json/],
])("%j is refused with one sentence", (args, sentence) => {
  expect(() => parseStartArguments(args)).toThrow(sentence);
});

test("a command may know flags of its own", () => {
  expect(parseStartArguments(["--json"], ["--json"]).flags).toEqual(new Set(["--json"]));
});

test.each([
  ["127.0.0.1", true],
  ["localhost", true],
  ["::1", true],
  ["0.0.0.0", false],
  ["192.168.1.7", false],
])("%s is reached from this machine only: %s", (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});
