"""Exports in the shapes the apps write; the people and their numbers are made up."""
# ruff: noqa: E501 - headers are as long as the apps make them

STRONG = """\
Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE
2024-01-15 18:30:00,"Evening, heavy",1h 5m,Bench Press (Barbell),W,45,10,0,0,,Slept badly,
2024-01-15 18:30:00,"Evening, heavy",1h 5m,Bench Press (Barbell),1,135,5,0,0,"Grip ""wide"",
second line",Slept badly,8
2024-01-15 18:30:00,"Evening, heavy",1h 5m,Bench Press (Barbell),Rest Timer,0,0,0,120,,Slept badly,
2024-01-15 18:30:00,"Evening, heavy",1h 5m,Bench Press (Barbell),2,135,5,0,0,,Slept badly,8.5
2024-01-15 18:30:00,"Evening, heavy",1h 5m,Bench Press (Barbell),F,115,9,0,0,,Slept badly,
2024-01-17 07:05:00,Run,45m,Running,1,0,0,3.1,1800,,,
2024-01-17 07:05:00,Run,45m,Plank,1,0,0,0,90,,,
2024-01-17 07:05:00,Run,45m,Plank,2,0,0,0,0,,,
"""

# An older Android version: semicolons, units in columns of their own, the length at the end.
STRONG_SEMICOLONS = """\
Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;Workout Notes;Workout Duration
2019-01-11 12:31:54;"Leg";"Squat (Barbell)";1;82,5;kg;5;;;;0;"";"";62m
2019-01-11 12:31:54;"Leg";"Squat (Barbell)";2;82,5;kg;5;8,5;;;0;;;62m
2019-01-11 12:31:54;"Leg";"Running";1;;;;;2,5;km;900;;;62m
2019-01-13 08:00:00;"Park";"Running";1;;;;;3;mi.;1800;;;30m
"""

# The newest one: numbered workouts, notes and rests as rows, exercises in the phone's language.
STRONG_GERMAN = """\
Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);Seconds;Notes;Workout Notes
12;2025-06-01 18:00:00;Oberkörper;3720;Bankdrücken (Langhantel);Note;;;;;;Ellbogen schonen;
12;2025-06-01 18:00:00;Oberkörper;3720;Bankdrücken (Langhantel);1;62,5;8;;;;;
12;2025-06-01 18:00:00;Oberkörper;3720;Bankdrücken (Langhantel);D;50;10;;;;;
12;2025-06-01 18:00:00;Oberkörper;3720;Bankdrücken (Langhantel);Rest Timer;;;;;90;;
12;2025-06-01 18:00:00;Oberkörper;3720;Laufen;1;;;;5000;1710;;
"""

HEVY = """\
"title","start_time","end_time","description","exercise_title","superset_id","exercise_notes","set_index","set_type","weight_kg","reps","distance_km","duration_seconds","rpe"
"Push","22 Nov 2024, 18:05","22 Nov 2024, 19:10","With Sam","Bench Press (Barbell)",0,"",0,"warmup",40,10,,,
"Push","22 Nov 2024, 18:05","22 Nov 2024, 19:10","With Sam","Bench Press (Barbell)",0,"",1,"normal",80,5,,,8.5
"Push","22 Nov 2024, 18:05","22 Nov 2024, 19:10","With Sam","Bench Press (Barbell)",0,"",2,"dropset",60,9,,,
"Push","22 Nov 2024, 18:05","22 Nov 2024, 19:10","With Sam","Bench Press (Barbell)",0,"",3,"failure",60,7,,,
"Push","22 Nov 2024, 18:05","22 Nov 2024, 19:10","With Sam","Plank",,"",0,"normal",,,,75,
"Run","24 Nov 2024, 07:00","24 Nov 2024, 07:40","","Running",,"",0,"normal",,,6.2,2280,
"""

HEVY_POUNDS = """\
title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_lbs,reps,distance_miles,duration_seconds,rpe
Push,"Jan 5, 2024, 6:05 PM","Jan 5, 2024, 7:00 PM",,Bench Press (Barbell),,,0,normal,225,5,,,
Run,"Jan 6, 2024, 7:00 AM","Jan 6, 2024, 7:30 AM",,Running,,,0,normal,,,2,1500,
"""

FITNOTES = """\
Date,Exercise,Category,Weight (kgs),Reps,Distance,Distance Unit,Time,Comment
2023-03-01,Flat Barbell Bench Press,Chest,60.0,8,,,,
2023-03-01,Flat Barbell Bench Press,Chest,60.0,8,,,,felt light
2023-03-01,Flat Barbell Bench Press,Chest,60.0,8,,,,
2023-03-01,Plank,Abs,0.0,0,,,0:01:30,
2023-03-02,Running (Outdoor),Cardio,,,5.2,km,0:28:30,
"""

FITNOTES_UNITS = """\
Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment
2023-03-01,Barbell Squat,Legs,225.0,lbs,5,0.0,,,
2023-03-02,Running (Outdoor),Cardio,0.0,kgs,0,3.0,mi,0:27:00,
"""

# Two columns for one weight, as on the iPhone; the empty one says nothing.
FITNOTES_BOTH = """\
Date,Exercise,Category,Weight (kg),Weight (lbs),Reps,Distance,Distance Unit,Time,Notes
2026-01-15,Barbell Squat,Legs,,220.5,5,,,,
2026-01-15,Barbell Squat,Legs,100,,5,,,,
"""
