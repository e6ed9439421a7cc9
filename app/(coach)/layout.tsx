import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { OpenNotices } from "@/app/open-notices";
import { SignOut } from "@/app/sign-out";
import { Frame } from "@/components/frame/frame";
import { requirePageUser } from "@/lib/auth/session";

export default async function CoachLayout({ children }: { children: ReactNode }) {
  const user = await requirePageUser();
  if (!user.roles.includes("coach")) notFound();
  return (
    <Frame user={{ name: user.name, roles: user.roles }} area="coach" signOut={<SignOut />}>
      <OpenNotices user={user} />
      {children}
    </Frame>
  );
}
