/**
 * Resources whose verdict a test of Checkov names, and Checkov 3.3.30 itself gives otherwise when it is run on the same files: the tests
 * look for the first name of a list only. `aws_instance.bar` is in no file.
 */
export const DISPUTED: ReadonlyMap<string, readonly string[]> = new Map([
  ['connection_solvers/connection_not_exist_solver/test_connection_not_found', ['aws_instance.bar']],
  ['connection_solvers/and_connection_solver/test_and_connection', ['aws_instance.instance_foo']],
  ['attribute_solvers/cidr_range_not_subset_solver/test_cidr_range_not_subset_string_solver', ['test.pass2']],
  ['attribute_solvers/cidr_range_not_subset_solver/test_cidr_range_not_subset_string_jsonpath_solver', ['test.pass2']],
  ['attribute_solvers/cidr_range_not_subset_solver/test_cidr_range_not_subset_list_solver', ['test.fail2', 'test.pass2']],
  ['attribute_solvers/within_solver/test_wildcard', ['aws_xyz.pass3']],
  ['attribute_solvers/cidr_range_subset_solver/test_cidr_range_subset_string_jsonpath_solver', ['test.pass2']],
  ['attribute_solvers/cidr_range_subset_solver/test_cidr_range_subset_list_solver', ['test.fail2', 'test.pass2']],
  ['attribute_solvers/cidr_range_subset_solver/test_cidr_range_subset_list_jsonpath_solver', ['test.fail2', 'test.pass2']],
  ['attribute_solvers/not_intersects_solver/test_simple_array_no_intersection2', ['aws_xyz.pass3']],
  ['attribute_solvers/not_equals_ignore_case_solver/test_not_equals_ignore_case_solver_wildcard', ['aws_s3_bucket.unencrypted_bucket']],
  ['attribute_solvers/equals_solver/test_equals_solver_wildcard', ['aws_s3_bucket.unencrypted_bucket']],
  ['attribute_solvers/equals_solver/test_equals_solver_boolean', ['azurerm_storage_account.fail3']],
]);
