/** Size of a window's page, in device-independent pixels. */
export interface WindowSize {
  readonly width: number;
  readonly height: number;
}

/** The smallest size at which every screen still works. */
export const MIN_SIZE: WindowSize = { width: 1024, height: 640 };
export const DEFAULT_SIZE: WindowSize = { width: 1440, height: 900 };

/** `WIDTHxHEIGHT`, raised to the smallest size; null when it is not that. */
export function parseWindowSize(text: string): WindowSize | null {
  const [, width, height] = /^(\d{2,5})x(\d{2,5})$/.exec(text) ?? [];
  if (width === undefined || height === undefined) return null;
  return {
    width: Math.max(Number(width), MIN_SIZE.width),
    height: Math.max(Number(height), MIN_SIZE.height),
  };
}
