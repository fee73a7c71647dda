const MEANINGS: Readonly<Record<string, string>> = {
  iss: 'The API key that signed it',
  sub: 'The participant identity',
  name: 'The participant name',
  nbf: 'Not valid before',
  exp: 'Not valid after',
  iat: 'Issued at',
  'video.room': 'The room it is for',
  metadata: 'Participant metadata',
  kind: 'Participant kind',
  roomPreset: 'A room preset that the LiveKit server knows',
};

/** What a claim means, for those whose name does not say it. */
export function claimMeaning(name: string): string | undefined {
  return MEANINGS[name];
}
