import { bounded } from "./bounded-text.ts";
import type { Platform } from "./platform.ts";

/** The browser and the system that a participant uses, as far as they say so. */
export interface BrowserDescription {
  browser: string;
  system: string;
  userAgent: string;
}

/** `navigator.userAgentData` of Chromium. */
export interface UserAgentData {
  getHighEntropyValues?(hints: string[]): Promise<{
    platform?: string;
    platformVersion?: string;
    model?: string;
    fullVersionList?: Array<{ brand: string; version: string }>;
  }>;
}

const MAX_USER_AGENT = 400;
/** The more special name comes first: Edge and Opera also say Chrome, and Chrome also says Safari. */
const BROWSERS = [/(Edg|OPR|SamsungBrowser|Firefox|FxiOS|CriOS|Chrome)[a-zA-Z]*\/([\d.]+)/, /(Version)\/([\d.]+).*Safari/];

/** Newer Chromium writes less than the truth into its user agent, and tells the rest when it is asked. */
export async function describeBrowser({ userAgent, userAgentData }: Platform): Promise<BrowserDescription> {
  const written = { browser: browserOf(userAgent), system: systemOf(userAgent), userAgent: bounded(userAgent, MAX_USER_AGENT) };
  try {
    const told = await userAgentData?.getHighEntropyValues?.(["platformVersion", "fullVersionList", "model"]);
    if (!told) return written;
    const brands = (told.fullVersionList ?? []).filter(({ brand }) => !/not.?a.?brand/i.test(brand));
    const brand = brands.find(({ brand }) => brand !== "Chromium") ?? brands[0];
    const system = [told.platform, told.platformVersion, told.model].filter(Boolean).join(" ");
    return {
      browser: brand ? bounded(`${brand.brand} ${brand.version}`) : written.browser,
      system: system ? bounded(system) : written.system,
      userAgent: written.userAgent,
    };
  } catch {
    return written; // A policy of the page forbids these values.
  }
}

function browserOf(userAgent: string): string {
  for (const pattern of BROWSERS) {
    const [, name, version] = pattern.exec(userAgent) ?? [];
    if (name) return bounded(`${name === "Version" ? "Safari" : name} ${version}`);
  }
  return "unknown";
}

/** The first brackets: `(Windows NT 10.0; Win64; x64)`. */
function systemOf(userAgent: string): string {
  return bounded(/\(([^)]*)\)/.exec(userAgent)?.[1] ?? "unknown");
}
