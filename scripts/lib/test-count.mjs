/**
 * What came of a vitest run. A run counts as at least one failure when it ended badly, wrote no report or ran nothing;
 * so does every file that could not be loaded.
 *
 * @param {{ testResults?: { status?: string, assertionResults?: { status?: string }[] }[] } | undefined} report vitest's JSON report
 * @param {number} exitCode
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(report, exitCode) {
  let passed = 0;
  let failed = 0;
  for (const file of report?.testResults ?? []) {
    const results = file.assertionResults ?? [];
    const failures = results.filter((result) => result.status === 'failed').length;
    passed += results.filter((result) => result.status === 'passed').length;
    failed += file.status === 'failed' && failures === 0 ? 1 : failures;
  }
  if (failed === 0 && (exitCode !== 0 || passed === 0)) failed = 1;
  return { passed, failed };
}
