/** The flags of `token` as the parser gives them. Names are those of `lk token create` where it has them. */
export interface TokenOptions {
  room?: string;
  identity?: string;
  name?: string;
  create?: boolean;
  list?: boolean;
  join?: boolean;
  admin?: boolean;
  egress?: boolean;
  ingress?: boolean;
  inference?: boolean;
  allowUpdateMetadata?: boolean;
  allowSource?: string[];
  metadata?: string;
  attribute?: string[];
  attributeFile?: string;
  validFor?: string;
  grant?: string;
  agent?: string;
  deployment?: string;
  jobMetadata?: string;
  project?: string;
  subdomain?: string;
  preset?: string;
  url?: string;
  apiKey?: string;
  apiSecretStdin?: boolean;
  apiSecretFile?: string;
  dev?: boolean;
  open?: string;
  json?: boolean;
  tokenOnly?: boolean;
  quiet?: boolean;
}
