/** What a page shows instead of a secret: dots or stars, perhaps with the first or last few letters. */
export function isMasked(text: string): boolean {
  const bare = text.replace(/\s/g, '');
  return (
    /[\u2022\u25cf\u2219\u00b7\u25e6\u2981\u26ab\u2b24\ufe61\uff0a\u2217\u2013\u2014]{3,}/.test(
      bare,
    ) ||
    /^[^*]{0,12}\*{3,}[^*]{0,12}$/.test(bare) ||
    /^[A-Za-z0-9+/_-]{1,16}(?:\u2026|\.{3,})[A-Za-z0-9+/_-]{0,16}$/.test(bare) ||
    /^\u2026[A-Za-z0-9]{1,16}$/.test(bare) ||
    /^\[?(?:redacted|hidden|masked|filtered|secret hidden|removed)\]?$/i.test(text.trim())
  );
}

const PLACEHOLDER_WORDS =
  /^(?:change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|it|with)?|fill[-_ ]?(?:me|this|in)|set[-_ ]?(?:me|this)|todo|tbd|tba|fixme|none|null|nil|undefined|n\/a|na|empty|dummy|placeholder|example|sample|foo|bar|baz|foobar|test|string|value|api[-_ ]?key|api[-_ ]?secret|secret[-_ ]?key|livekit[-_ ]?(?:api[-_ ]?)?(?:key|secret|url)|my[-_ ]?(?:livekit[-_ ]?)?(?:api[-_ ]?)?(?:key|secret|url)|key|url|server[-_ ]?url|\.{2,}|\u2026|-+|_+|\?+|x+)$/i;

/** What samples and templates ship for a person to fill in. */
export function isPlaceholder(text: string): boolean {
  const bare = text.slice(0, 512);
  return (
    /^(?:<[^<>]*>|\[[^[\]]*\]|\{[^{}]*\}|\{\{[^{}]*\}\}|\$\{[^{}]*\}|\$[A-Za-z_]\w*|\$\([^()]*\)|%[A-Za-z_]\w*%|__\w+__|@\w+@)$/.test(
      bare,
    ) ||
    /\$\{|\{\{|<[a-z][\w -]*>/i.test(bare) ||
    PLACEHOLDER_WORDS.test(bare) ||
    /^(?:wss?:\/\/|https?:\/\/)?(?:\w{1,12}[-_ ])?(?:your|ihre?|deine?|votre|tu)[-_. ]/i.test(
      bare,
    ) ||
    /^(?:wss?:\/\/|https?:\/\/)?your(?:api|livekit|project|server|secret|key|url|app|domain|host)/i.test(
      bare,
    ) ||
    /^(?:insert|enter|put|paste|add|use|provide|replace|change|generate|get|copy)[-_ ]\w/i.test(
      bare,
    ) ||
    /[-_ ](?:here|goes[-_ ]here|placeholder)$/i.test(bare) ||
    /^API(?:x{2,}|X{2,}|_?KEY|\.{3}|\u2026|\*+|1234\d*|0{3,})$/i.test(bare) ||
    /^([A-Za-z0-9._#?*-])\1{3,}$/.test(bare) ||
    /(?:x{6,}|X{6,})/.test(bare)
  );
}

/** A pointer to a secret that another program holds, or a ciphertext of one. */
export function isReference(text: string): boolean {
  return /^(?:op|vault|ref\+[a-z]+|secret|secretref|keyring|keychain|bws|doppler|infisical|akv|gcp-?sm|gcpsecretmanager|ssm|sops|env|file|pass):\/{0,2}\S|^arn:aws|^@Microsoft\.KeyVault\(|^projects\/[^/]+\/secrets\/|^ENC\[|^!vault|^\$ANSIBLE_VAULT|^\$\(\w|^encrypted:|^process\.env\b|^os\.environ\b|^import\.meta\.env\b|^secrets\.|^-----BEGIN /i.test(
    text,
  );
}
