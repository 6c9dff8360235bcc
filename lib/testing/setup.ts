// For `setupFilesAfterEnv` of Jest: `"cdktf-image-replication/testing/setup"` adds matchers and serializer to every test.
import { setupJest } from "./index";

setupJest();
