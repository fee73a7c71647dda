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
  preset?: string;
  open?: string;
  json?: boolean;
  tokenOnly?: boolean;
}
