"""What members say: profiles, endorsements, recommendations, and archives in and out."""
