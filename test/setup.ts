// Makes every test process independent of the settings of the machine that it runs on.

// A setting that names a missing file makes each Terraform call complain.
delete process.env["TF_CLI_CONFIG_FILE"];
// Terraform and cdktf must not look for newer versions of themselves.
process.env["CHECKPOINT_DISABLE"] = "1";
