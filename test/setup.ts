// Makes every test process independent of the machine's settings.

// A setting that names a missing file adds a warning to each Terraform call.
delete process.env["TF_CLI_CONFIG_FILE"];
// Terraform and cdktf do not look for newer versions of themselves.
process.env["CHECKPOINT_DISABLE"] = "1";
