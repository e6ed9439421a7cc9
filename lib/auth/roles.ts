/** Roles are a set on one account. */
import { z } from "zod";

export const ROLES = ["athlete", "coach", "operator"] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

export const UNITS = ["metric", "imperial"] as const;
export const Units = z.enum(UNITS);
export type Units = z.infer<typeof Units>;

export const THEMES = ["system", "light", "dark"] as const;
export const Theme = z.enum(THEMES);
export type Theme = z.infer<typeof Theme>;
