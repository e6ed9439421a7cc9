/** Accounts, as pages and scripts use them. */
export {
  type ApiToken,
  createApiToken,
  listApiTokens,
  revokeApiToken,
} from "@/lib/accounts/api-tokens";
export {
  type AthleteSetting,
  listAthleteNumbers,
  removeAthleteNumbers,
  saveAthleteNumbers,
} from "@/lib/accounts/athlete-numbers";
export { deleteAccount } from "@/lib/accounts/delete-account";
export {
  changePassword,
  checkOwnPassword,
  createPasswordResetLink,
  createSignUpLink,
  isResetLinkUsable,
  resetPassword,
  signOutEverywhere,
} from "@/lib/accounts/password";
export { readAthleteSex, type Sex, saveAthleteSex, saveSettings } from "@/lib/accounts/settings";
export { signIn } from "@/lib/accounts/sign-in";
export {
  findInvitation,
  isFirstAccountPending,
  needsInvitation,
  type SignUpInput,
  signUp,
} from "@/lib/accounts/sign-up";
