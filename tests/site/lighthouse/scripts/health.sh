# What the providers say, as the team's own script sums it up.
echo "asking the provider of messages for $COVSITE_SERVICE"
echo '{"services": {"texting": {"ready": true, "provider": "messages"}}}'
