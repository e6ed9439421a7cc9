import { redirect } from "next/navigation";
import { homeOf } from "@/components/frame/places";
import { requirePageUser, type SessionUser } from "@/lib/auth/session";

/** For pages of an athlete's own data: sends accounts that are no athlete to their own start page. */
export async function requirePageAthlete(): Promise<SessionUser & { athleteId: string }> {
  const user = await requirePageUser();
  const { athleteId } = user;
  if (athleteId === null) redirect(homeOf(user.roles));
  return { ...user, athleteId };
}
