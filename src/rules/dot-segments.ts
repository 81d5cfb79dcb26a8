const ENCODED = /%(2e|2f|3b|5c)/gi;
const DOTS = /^\.\.?(;|$)/;

/**
 * Whether servers could take a segment of the path for `.` or `..` (RFC 3986 section 5.2.4): also where its characters
 * are percent-encoded, a slash is a backslash, or parameters follow, which some take off first.
 */
export function hasDotSegment(path: string): boolean {
  const segments = path.replace(ENCODED, decodeURIComponent).split(/[/\\]/);
  return segments.some((segment) => DOTS.test(segment));
}
