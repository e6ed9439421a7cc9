/** What the demo offers by one click. Empty outside the demo. */
import { z } from "zod";
import { env } from "@/lib/env";

const DemoAccount = z.object({
  role: z.string(),
  name: z.string().optional(),
  email: z.string(),
  password: z.string(),
});

const Demo = z.object({
  accounts: z.array(DemoAccount).default([]),
  garminKeys: z
    .array(
      z.union([
        z.string().transform((key) => ({ key, label: null })),
        z.object({ key: z.string(), label: z.string().nullable().default(null) }),
      ]),
    )
    .default([]),
});
export type DemoAccount = z.output<typeof DemoAccount>;

function readDemo(): z.output<typeof Demo> {
  const text = env().NIGHTRUN_DEMO;
  return Demo.parse(text === undefined ? {} : JSON.parse(text));
}

export function demoAccounts(): DemoAccount[] {
  return readDemo().accounts;
}

/** Keys that the simulated Garmin accepts. */
export function demoGarminKeys(): { key: string; label: string | null }[] {
  return readDemo().garminKeys;
}
