import "next-auth";
import "next-auth/jwt";

declare module "next-auth" {
  interface User {
    tokenVersion: number;
  }
}

declare module "next-auth/jwt" {
  /** Absent in a token that was not made by this app. */
  interface JWT {
    userId?: string;
    tokenVersion?: number;
  }
}
