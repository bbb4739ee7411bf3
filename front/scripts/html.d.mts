export function expanded(page: string): string;
