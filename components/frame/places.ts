import type { Role } from "@/lib/auth/roles";

export type Area = "athlete" | "coach" | "operator";

export type Place = { href: string; label: string; icon: PlaceIcon };
export type PlaceIcon =
  | "today"
  | "runs"
  | "recovery"
  | "connections"
  | "training"
  | "imports"
  | "sharing"
  | "athletes"
  | "invitations"
  | "settings"
  | "system";

export const PLACES: Record<Area, readonly Place[]> = {
  athlete: [
    { href: "/today", label: "Today", icon: "today" },
    { href: "/runs", label: "Runs", icon: "runs" },
    { href: "/recovery", label: "Recovery", icon: "recovery" },
    { href: "/connections", label: "Connections", icon: "connections" },
    { href: "/training", label: "Training", icon: "training" },
    { href: "/imports", label: "Imports", icon: "imports" },
    { href: "/sharing", label: "Sharing", icon: "sharing" },
  ],
  coach: [
    { href: "/athletes", label: "Athletes", icon: "athletes" },
    { href: "/athletes/invitations", label: "Invitations", icon: "invitations" },
  ],
  operator: [{ href: "/system", label: "System", icon: "system" }],
};

/** The bar on phones holds so many of an area's places; settings leads to the rest. */
export const PHONE_BAR_PLACES = 4;

const AREA_LABEL: Record<Area, string> = { athlete: "My training", coach: "My athletes", operator: "System" };

/** The areas a person may change to, with the page each begins on. */
export function areasOf(roles: readonly Role[]): { area: Area; label: string; href: string }[] {
  const areas: Area[] = ["athlete", "coach", "operator"];
  return areas
    .filter((area) => roles.includes(area))
    .map((area) => ({ area, label: AREA_LABEL[area], href: PLACES[area][0]?.href ?? "/" }));
}

/** Where a person's day begins. */
export function homeOf(roles: readonly Role[]): string {
  return areasOf(roles)[0]?.href ?? "/settings";
}

/** "Athlete", "Athlete, coach". */
export function roleWords(roles: readonly Role[]): string {
  const words = roles.join(", ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
