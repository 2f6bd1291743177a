/** Folders of a dbt project that hold no nodes: what dbt writes or installs, and what it runs. */
const NO_NODES = /^(?:target|dbt_packages|dbt_modules|logs|macros|analyses|analysis|tests|integration_tests|node_modules|\.venv|venv)\//;

/** Whether a path, as a dbt project sees it, lies where no model can. */
export function isOutsideModels(inner: string): boolean {
  return NO_NODES.test(inner);
}
