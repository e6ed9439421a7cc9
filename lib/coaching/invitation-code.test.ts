import { expect, test } from "vitest";
import { makeInvitationCode, readInvitationCode } from "@/lib/coaching/invitation-code";

test("a code survives being read out, typed small, without dashes, with O for zero and L for one", () => {
  expect(readInvitationCode("7K3M-Q2ZD-0HVA-9X1E")).toBe("7K3M-Q2ZD-0HVA-9X1E");
  expect(readInvitationCode("  7k3mq2zd ohva 9xle ")).toBe("7K3M-Q2ZD-0HVA-9X1E");
});

test.each(["", "7K3M", "7K3M-Q2ZD-0HVA-9X1U", "7K3M-Q2ZD-0HVA-9X1E-1", "' OR 1=1 --aaaaa"])(
  "%s is no code",
  (typed) => expect(readInvitationCode(typed)).toBeNull(),
);

test("every code is new and reads back as itself", () => {
  const codes = Array.from({ length: 200 }, makeInvitationCode);
  expect(new Set(codes).size).toBe(200);
  for (const code of codes) expect(readInvitationCode(code)).toBe(code);
});
