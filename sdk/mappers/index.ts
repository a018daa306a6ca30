export { jsonLdText } from "./json-ld-text.ts";
export { type MerchantAvailability, toMerchantAvailability } from "./to-merchant-availability.ts";
export { type JsonLdOffer, type OfferDetails, toSchemaOrg } from "./to-schema-org.ts";
