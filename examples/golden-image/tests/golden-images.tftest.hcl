# What `terraform test` says of the synthesized stack: it applies it to the simulated cloud, looks, and destroys it again.
# Copy this folder beside cdk.tf.json and run `terraform test` there, once the region state holds the inventory.

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
