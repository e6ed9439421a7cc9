"""Reads every listed endpoint with Garmin's own client. Arguments: key, first date, last date."""

import json
import sys
import tempfile
from pathlib import Path

from garmin_personal_api.auth import PersonalApiAuthenticator
from garmin_personal_api.client import GarminPersonalApiClient

key, first, last = sys.argv[1:4]
cache = Path(tempfile.mkdtemp()) / "token.json"
token = PersonalApiAuthenticator(bearer_token_cache_file=cache).obtain_token(key)
client = GarminPersonalApiClient(token.access_token)
activities = client.search_activities(start=0, limit=5, start_date=first, end_date=last, activity_type="running")
newest = activities[0]["activityId"]

answers = {
    "search_activities": activities,
    "search_past_the_end": client.search_activities(start=100_000),
    "get_activity": client.get_activity(newest),
    "get_activity_workouts": client.get_activity_workouts(newest),
    "download_activity": len(client.download_activity(newest)),
    "get_daily_sleep": client.get_daily_sleep(last),
    "get_daily_sleep_summaries": client.get_daily_sleep_summaries(first, last),
    "get_daily_hrv": client.get_daily_hrv(last),
    "get_daily_hrv_summaries": client.get_daily_hrv_summaries(first, last),
    "get_daily_summaries": client.get_daily_summaries(first, last),
    "get_daily_heart_rate": client.get_daily_heart_rate(last),
    "get_heart_rate_zones": client.get_heart_rate_zones(),
    "get_user_profile_settings": client.get_user_profile_settings(),
    "get_wellness_activity_summaries": client.get_wellness_activity_summaries(first, last),
    "get_daily_hydration": client.get_daily_hydration(first, last),
    "get_weight_measurements": client.get_weight_measurements(first, last),
    "get_effective_weight_goals": client.get_effective_weight_goals(first, last),
    "get_daily_stress": client.get_daily_stress(first, last),
    "get_daily_steps": client.get_daily_steps(first, last),
    "get_daily_body_battery": client.get_daily_body_battery(first, last, chunks=1),
    "get_daily_spo2": client.get_daily_spo2(last),
    "get_fitness_age": client.get_fitness_age(last),
    "get_daily_food_logs": client.get_daily_food_logs(last),
    "get_menstrual_cycle_summary": client.get_menstrual_cycle_summary(last),
    "get_menstrual_cycle_day_view": client.get_menstrual_cycle_day_view(last, last),
}
print(json.dumps(answers))
