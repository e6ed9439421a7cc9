/** What callers send to say who they are. */
import { createApiToken } from "@/lib/accounts/api-tokens";
import { API_SCOPES, type ApiScope } from "@/lib/auth/api-scopes";
import { cookieName, makeSessionCookie } from "@/lib/auth/session";

/** The headers of a signed-in browser. */
export async function browserHeaders(userId: string): Promise<Record<string, string>> {
  return { cookie: `${cookieName()}=${await makeSessionCookie(userId)}` };
}

/** The headers of a program with a token. */
export async function tokenHeaders(
  userId: string,
  scopes: readonly ApiScope[] = API_SCOPES,
): Promise<Record<string, string>> {
  const { token } = await createApiToken(userId, { name: "test", scopes });
  return { authorization: `Bearer ${token}` };
}
