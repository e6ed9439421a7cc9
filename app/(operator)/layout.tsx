import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { SignOut } from "@/app/sign-out";
import { Frame } from "@/components/frame/frame";
import { requirePageUser } from "@/lib/auth/session";

export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const user = await requirePageUser();
  if (!user.roles.includes("operator")) notFound();
  return (
    <Frame user={{ name: user.name, roles: user.roles }} area="operator" signOut={<SignOut />}>
      {children}
    </Frame>
  );
}
