/** Tokens for programs: made in settings, shown once, revocable. */
import { z } from "zod";
import { parseFields } from "@/lib/accounts/fields";
import { ApiScope } from "@/lib/auth/api-scopes";
import { hashSecretText, makeSecretText } from "@/lib/auth/secret-text";
import {
  type ApiTokenRow,
  findTokenOwner,
  insertApiToken,
  listActiveApiTokens,
  revokeApiTokenRow,
} from "@/lib/db/api-tokens";
import { AppError } from "@/lib/errors";

const TOKEN_PREFIX = "nr_";
const SHOWN_CHARACTERS = 8;

const NewToken = z.object({
  name: z
    .string("Give the token a name.")
    .trim()
    .min(1, "Give the token a name.")
    .max(60, "Use at most 60 characters."),
  scopes: z.array(ApiScope, "Choose what the token may do.").min(1, "Choose what the token may do."),
});

/** Without the secret: `prefix` is its beginning, to tell tokens apart. */
export type ApiToken = ApiTokenRow;

/** `token` is the secret, here and never again. @throws AppError invalid_input with `field` */
export async function createApiToken(userId: string, input: unknown): Promise<ApiToken & { token: string }> {
  const { name, scopes } = parseFields(NewToken, input);
  const token = makeSecretText(TOKEN_PREFIX);
  const row = await insertApiToken(userId, {
    name,
    scopes: [...new Set(scopes)],
    prefix: token.slice(0, SHOWN_CHARACTERS),
    tokenHash: hashSecretText(token),
  });
  return { ...row, token };
}

/** Those that work, newest first. */
export function listApiTokens(userId: string): Promise<ApiToken[]> {
  return listActiveApiTokens(userId);
}

/** Holds from the next request on. @throws AppError not_found */
export async function revokeApiToken(userId: string, tokenId: string): Promise<void> {
  const isId = z.uuid().safeParse(tokenId).success;
  const isRevoked = isId && (await revokeApiTokenRow(userId, tokenId, new Date()));
  if (!isRevoked) throw new AppError("not_found", "There is no such token.");
}

/** Whose token a request carries; `null` when unknown or revoked. */
export async function findUserOfToken(token: string): Promise<{ userId: string; scopes: string[] } | null> {
  if (!token.startsWith(TOKEN_PREFIX)) return null;
  return findTokenOwner(hashSecretText(token), new Date());
}
