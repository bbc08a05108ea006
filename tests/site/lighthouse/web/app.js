const address = "/api";
fetch(address + "/leads");
