export function ConflictsScreen() {
  return null;
}
