import type { ReactNode } from "react";
import { OpenNotices } from "@/app/open-notices";
import { SignOut } from "@/app/sign-out";
import { Frame } from "@/components/frame/frame";
import { areasOf } from "@/components/frame/places";
import { requirePageUser } from "@/lib/auth/session";
import { describeConnection } from "@/lib/connections/state";

/** An athlete's pages, and settings, which everybody has. */
export default async function AthleteLayout({ children }: { children: ReactNode }) {
  const user = await requirePageUser();
  const garmin = user.athleteId === null ? null : await describeConnection(user.athleteId, "garmin");
  return (
    <Frame
      user={{ name: user.name, roles: user.roles }}
      area={areasOf(user.roles)[0]?.area ?? "athlete"}
      connectionTone={garmin?.tone ?? null}
      signOut={<SignOut />}
    >
      <OpenNotices user={user} />
      {children}
    </Frame>
  );
}
