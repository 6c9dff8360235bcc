# `terraform test` applies the synthesized stack to the simulated cloud, checks its outputs, and destroys it.
# Import the inventory into the region state, copy this folder next to cdk.tf.json, and run `terraform test` there.

run "images_arrive" {
  command = apply

  assert {
    condition     = output.web_image_shanghai != output.web_image_guangzhou
    error_message = "The replica of Shanghai1 and the one of Guangzhou are one image."
  }

  assert {
    condition     = alltrue([for id in [output.web_image_shanghai, output.web_image_guangzhou] : startswith(id, "51a7ed00-")])
    error_message = "An image was not made by the simulated cloud."
  }
}
