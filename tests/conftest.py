pytest_plugins = ["tests.product", "tests.browser", "tests.smtp", "tests.worker"]
