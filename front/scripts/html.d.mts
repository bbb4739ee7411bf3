export function expanded(page: string, parts?: string): string;
