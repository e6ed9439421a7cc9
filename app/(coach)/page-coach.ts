import { notFound } from "next/navigation";
import { requirePageUser, type SessionUser } from "@/lib/auth/session";

/** For pages and actions of coaches: to everybody else there is no such page. */
export async function requirePageCoach(): Promise<SessionUser> {
  const user = await requirePageUser();
  if (!user.roles.includes("coach")) notFound();
  return user;
}
